import { configureGlobal } from 'fast-check';

/** Property tests draw the same cases every time, so that a change is judged by itself; `FAST_CHECK_SEED=n` draws others. */
configureGlobal({ seed: Number(process.env.FAST_CHECK_SEED ?? 1) });

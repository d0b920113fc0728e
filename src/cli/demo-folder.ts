/** Where demo writes to, and where the other commands look, unless told otherwise. */
export const DEMO_FOLDER = './throughline-demo';

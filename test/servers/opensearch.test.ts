import { describeServer } from './describe-server.js';

await describeServer('opensearch');

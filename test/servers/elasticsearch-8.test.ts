import { describeServer } from './describe-server.js';

await describeServer('elasticsearch 8');

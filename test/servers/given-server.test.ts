import { describeGivenServer } from './describe-server.js';

describeGivenServer();

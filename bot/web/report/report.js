/** Registers the report's element. The class is in element.js. */

import { XiaonuanReport } from './element.js';

customElements.define('xiaonuan-report', XiaonuanReport);

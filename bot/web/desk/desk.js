/** Registers the desk's elements. The classes are in element.js and views/elapsed.js. */

import { XiaonuanDesk } from './element.js';
import { Elapsed } from './views/elapsed.js';

customElements.define('xiaonuan-elapsed', Elapsed);
customElements.define('xiaonuan-desk', XiaonuanDesk);

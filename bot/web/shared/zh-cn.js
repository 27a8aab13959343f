/** How values are said in Chinese: money, moments in the reader's own time zone, and the codes of the shop's port. Pure. */

const DAY_NAMES = { '-2': '前天', '-1': '昨天', 0: '今天', 1: '明天', 2: '后天' };

const CODES = {
  __proto__: null,
  unpaid: '待付款',
  paid: '待发货',
  packed: '已打包',
  shipped: '已发货',
  in_transit: '运输中',
  out_for_delivery: '派送中',
  signed: '已签收',
  refused: '已拒收',
  lost: '包裹异常',
  returned: '已退回',
  cancelled: '已取消',
  closed: '已关闭',
  return: '退货退款',
  exchange: '换货',
  refund: '退款',
  repair: '维修',
  requested: '已提交',
  pending: '待处理',
  applied: '待审核',
  approved: '已同意',
  picked_up: '寄回中',
  received: '仓库已收',
  inspected: '已验货',
  exchanged: '已换货',
  repaired: '已修好',
  withdrawn: '已撤销',
  rejected: '未通过',
  refunding: '退款中',
  refunded: '已退款',
  done: '已完成',
  open: '处理中',
  doing: '处理中',
  settled: '已解决',
  in_progress: '处理中',
  resolved: '已解决',
};

export function codeWords(code) {
  return CODES[code] || (/[\u4e00-\u9fff]/.test(code) ? code : '');
}

export function yuan(fen) {
  if (!Number.isSafeInteger(fen)) return '';
  const amount = (Math.abs(fen) / 100).toFixed(fen % 100 ? 2 : 0).replace(/\B(?=(\d{3})+(\.|$))/g, ',');
  return `${fen < 0 ? '-' : ''}¥${amount}`;
}

export function readMoment(value) {
  const moment = typeof value === 'string' ? new Date(value) : NaN;
  return Number.isNaN(Number(moment)) ? null : moment;
}

/** Where the page's times are told: the reader's own place until the shop's zone is known, whose 今天 and 18:00 the bot's words mean. */
let zone = null;

export function tellTimesIn(name) {
  try {
    zone = new Intl.DateTimeFormat('en', {
      timeZone: name, hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric',
    });
  } catch {
    zone = null;
  }
}

/** The zone that times are told in; empty for the reader's own. */
export function toldZone() {
  return zone ? zone.resolvedOptions().timeZone : '';
}

function partsOf(moment) {
  if (!zone) return [moment.getFullYear(), moment.getMonth() + 1, moment.getDate(), moment.getHours(), moment.getMinutes()];
  const said = Object.fromEntries(zone.formatToParts(moment).map(({ type, value }) => [type, Number(value)]));
  return [said.year, said.month, said.day, said.hour, said.minute];
}

/** @param {Date} moment @returns {string} its day in the told zone: 2026-11-22 */
export function dateOf(moment) {
  const [year, month, day] = partsOf(moment);
  return [year, String(month).padStart(2, '0'), String(day).padStart(2, '0')].join('-');
}

export function dayWords(moment, now = new Date()) {
  const [year, month, day] = partsOf(moment);
  const [thisYear, thisMonth, today] = partsOf(now);
  const near = DAY_NAMES[(Date.UTC(year, month - 1, day) - Date.UTC(thisYear, thisMonth - 1, today)) / 86_400_000];
  return near || `${year === thisYear ? '' : `${year}年`}${month}月${day}日`;
}

export function momentWords(moment, now) {
  const clock = partsOf(moment).slice(3).map((part) => String(part).padStart(2, '0')).join(':');
  return `${dayWords(moment, now)} ${clock}`;
}

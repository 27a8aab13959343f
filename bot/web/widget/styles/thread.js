/** The thread: rows, bubbles, statuses, choices, and the cards. */

export const THREAD = `
.thread { position: relative; flex: 1; min-height: 0; display: flex; }
.scroller { flex: 1; min-width: 0; padding: 14px 14px 6px; overflow-y: auto; overscroll-behavior: contain; }
.scroller:focus-visible { outline-offset: -3px; }
.older { display: block; margin: 0 auto 10px; }
.pause { margin: 14px 0 10px; color: var(--quiet); font-size: 12px; text-align: center; }
.row { position: relative; display: flex; flex-direction: column; align-items: flex-start; margin-bottom: 12px; padding-left: 42px; }
.who { display: flex; align-items: center; gap: 5px; margin-bottom: 3px; font-size: 12px; line-height: 18px; color: var(--quiet); }
.row .face { position: absolute; left: 0; top: 0; width: 32px; height: 32px; font-size: 14px; }
.row-agent .face { background: var(--own); }
.follows { margin-top: -4px; }
.follows .face, .follows .name { display: none; }
.body { display: flex; flex-direction: column; align-items: inherit; gap: 6px; max-width: 100%; }
.bubble { max-width: 100%; padding: 8px 13px; border-radius: 4px 16px 16px; background: var(--surface); box-shadow: 0 1px 2px #3c231414; }
.text { white-space: pre-wrap; overflow-wrap: anywhere; line-break: strict; }
.failure { border-left: 3px solid var(--warn); }
.row-shopper { align-items: flex-end; padding: 0 0 0 44px; }
.row-shopper .bubble { background: var(--own); border-radius: 16px 4px 16px 16px; }
.row-system { align-items: center; padding: 0 24px; }
.row-system .bubble { padding: 0; background: none; box-shadow: none; color: var(--quiet); font-size: 13px; text-align: center; }
.row:not(.row-shopper) .status { display: none; }
.status { color: var(--quiet); font-size: 12px; line-height: 18px; }
.failed { color: var(--warn); }
.failed button { color: inherit; }
.choices { display: flex; flex-wrap: wrap; gap: 8px; }
.choice { min-height: 36px; padding: 4px 14px; border: 1px solid var(--line); border-radius: 18px; background: var(--surface); color: var(--accent); font-size: 14px; text-align: start; }
.choice:hover:enabled, .choice[aria-pressed=true], .chosen { background: var(--soft); border-color: var(--accent); }
.latest { position: absolute; right: 14px; bottom: 8px; }
.picture { display: block; max-width: 220px; max-height: 260px; height: auto; border-radius: 12px; background: var(--line); }
.dots { display: flex; gap: 5px; padding: 13px; }
.dots i { width: 7px; height: 7px; border-radius: 50%; background: var(--quiet); animation: dot 1.2s infinite; }
.dots :nth-child(2) { animation-delay: .15s; }
.dots :nth-child(3) { animation-delay: .3s; }
@keyframes dot { 30% { transform: translateY(-3px); } 0%, 60% { opacity: .4; } }
.card { width: 292px; max-width: 100%; padding: 12px 14px; border: 1px solid var(--line); border-radius: 14px; background: var(--surface); font-size: 14px; line-height: 1.5; overflow-wrap: anywhere; }
.card > * + * { margin-top: 8px; }
.card > a { display: block; padding: 6px; border-radius: 10px; background: var(--soft); font-size: 13px; text-align: center; text-decoration: none; }
.card-head, .card-foot { display: flex; justify-content: space-between; align-items: center; gap: 8px; }
.card-head b { font-weight: 600; font-size: 13px; }
.card-foot { padding-top: 8px; border-top: 1px solid var(--line); }
.tag { flex: none; padding: 0 8px; border-radius: 10px; background: var(--soft); color: var(--accent); font-size: 12px; line-height: 20px; height: 20px; }
.tag:empty { visibility: hidden; }
.late { background: var(--warn-soft); color: var(--warn); align-self: end; }
.card-item { display: flex; align-items: center; gap: 12px; }
.card-title { flex: 1; font-weight: 500; display: -webkit-box; -webkit-line-clamp: 2; -webkit-box-orient: vertical; overflow: hidden; }
.price { color: var(--accent); font-weight: 600; font-variant-numeric: tabular-nums; }
.card-picture { position: relative; width: 60px; height: 60px; flex: none; display: grid; place-items: center; overflow: hidden; border-radius: 10px; background: var(--soft); color: var(--accent); }
.card-picture img { position: absolute; width: 100%; height: 100%; object-fit: cover; }
.coupon .price { font-size: 24px; white-space: nowrap; }
dl { display: flex; flex-wrap: wrap; gap: 4px 18px; padding: 8px 10px; border-radius: 10px; background: var(--ground); }
dt { color: var(--quiet); font-size: 12px; }
dd { font-weight: 600; }
li { position: relative; padding: 0 0 8px 18px; list-style: none; }
li::before { content: ""; position: absolute; left: 3px; top: 8px; width: 7px; height: 7px; border-radius: 50%; background: var(--line); }
.card > ol li:first-child::before { background: var(--accent); box-shadow: 0 0 0 3px var(--soft); }
summary { color: var(--accent); font-size: 13px; cursor: pointer; }
details ol { margin-top: 8px; }
.compare { overflow-x: auto; width: auto; }
table { border-collapse: collapse; font-size: 13px; }
th, td { padding: 6px 10px; border-bottom: 1px solid var(--line); text-align: start; min-width: 72px; }
th { font-weight: 600; }
`;

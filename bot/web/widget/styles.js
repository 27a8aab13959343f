/** A shop sets `--xn-accent` on the element to have its own colour. */

const DARK = `{ --ground: #1b1714; --surface: #27211d; --ink: #f3eae2; --quiet: #b9aa9d; --line: #40362f; --accent: var(--xn-accent-dark, #f2a07a);
  --on-accent: #2a1409; --soft: #3c2a21; --own: #6b412b; --warn: #ffb4a0; --warn-soft: #43241c; color-scheme: dark; }`;

// Where the panel covers the whole page: phones, and pages that are zoomed to 400 %.
export const COVERS = '(max-width: 480px), (max-height: 420px)';

export const STYLES = `
:host { all: initial; --ground: #fbf7f2; --surface: #fff; --ink: #2e2620; --quiet: #75665a; --line: #ebe1d7; --accent: var(--xn-accent, #b5472a);
  --on-accent: #fff; --soft: #fcefe7; --own: #fadfcd; --warn: #a32f17; --warn-soft: #fdeae4; color-scheme: light; }
@media (prefers-color-scheme: dark) { :host(:not([theme=light])) ${DARK} }
:host([theme=dark]) ${DARK}
* { box-sizing: border-box; margin: 0; padding: 0; }
[hidden] { display: none !important; }
.host { position: fixed; right: 20px; bottom: 20px; z-index: 2147483000; color: var(--ink); text-align: start; font: 15px/1.6 -apple-system,
  "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", system-ui, sans-serif; }
button, textarea { font: inherit; color: inherit; border: 0; background: none; }
button { cursor: pointer; }
button:disabled { cursor: default; color: var(--quiet); }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 1px; }
a, .link-button { color: var(--accent); text-underline-offset: 3px; }
.link-button { font-size: 13px; text-decoration: underline; padding: 4px; border-radius: 6px; }
.icon { width: 20px; height: 20px; flex: none; fill: none; stroke: currentColor; stroke-width: 1.7; stroke-linecap: round; stroke-linejoin: round; }
.unseen { position: absolute; left: 0; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.quiet { color: var(--quiet); font-size: 13px; }
.grow { flex: 1; }
.launcher { position: relative; width: 58px; height: 58px; border-radius: 50%; box-shadow: 0 8px 28px #4b2d1940; }
.launcher .icon { width: 28px; height: 28px; }
.launcher[aria-expanded=true] .icon-chat, .launcher[aria-expanded=false] .icon-close { display: none; }
.count { position: absolute; top: -4px; right: -4px; min-width: 22px; padding: 0 6px; border-radius: 11px; background: #c22f1c; color: #fff; font-size: 12px;
  line-height: 22px; box-shadow: 0 0 0 2px #fff; }
.panel { position: absolute; right: 0; bottom: 74px; width: 392px; height: min(660px, calc(100vh - 116px)); display: flex; flex-direction: column;
  overflow: hidden; background: var(--ground); border: 1px solid var(--line); border-radius: 20px; box-shadow: 0 12px 40px #4b2d1933; animation: rise .18s; }
@keyframes rise { from { opacity: 0; transform: translateY(10px); } }
.head { display: flex; align-items: center; gap: 10px; padding: 12px 8px 12px 16px; background: var(--surface); border-bottom: 1px solid var(--line); }
.head h2 { display: flex; align-items: center; gap: 6px; font-size: 16px; line-height: 1.4; }
.face { width: 38px; height: 38px; flex: none; border-radius: 50%; background: var(--soft); color: var(--accent); font-weight: 600; }
.badge { padding: 0 5px; border: 1px solid; border-radius: 5px; color: var(--accent); font-size: 11px; font-weight: 500; line-height: 15px; }
.notice { display: flex; align-items: center; justify-content: space-between; padding: 6px 16px; background: var(--warn-soft); color: var(--warn); font-size: 13px; }
.notice button { color: inherit; flex: none; }
.flash { margin: 8px 12px; border-radius: 12px; }
.suggestions { padding: 4px 14px 10px; flex-wrap: nowrap; overflow-x: auto; scrollbar-width: none; }
.suggestions .choice { flex: none; }
.tools { display: flex; align-items: center; padding: 6px 8px 0; background: var(--surface); border-top: 1px solid var(--line); }
.tool { display: flex; align-items: center; gap: 4px; min-height: 38px; padding: 0 8px; border-radius: 10px; color: var(--quiet); font-size: 13px; white-space: nowrap; }
.tool:hover:enabled { background: var(--soft); color: var(--accent); }
.tools .grow + :enabled { color: var(--accent); font-weight: 500; }
.composer { padding: 4px 12px 12px; background: var(--surface); }
.writing { display: flex; align-items: flex-end; padding: 5px 5px 5px 14px; border: 1px solid var(--line); border-radius: 23px; background: var(--ground); }
.writing:focus-within { border-color: var(--accent); box-shadow: 0 0 0 1px var(--accent); }
.field { flex: 1; min-width: 0; padding: 6px 0; resize: none; line-height: 1.5; outline: none; }
.field::placeholder { color: var(--quiet); opacity: 1; }
.send, .primary, .launcher { background: var(--accent); color: var(--on-accent); }
.send { width: 36px; height: 36px; flex: none; border-radius: 50%; }
.send, .launcher, .face, .card-picture { display: grid; place-items: center; }
.send:disabled, .primary:disabled { background: var(--line); }
.primary { padding: 6px 18px; border-radius: 18px; font-size: 14px; }
.counter { padding: 0 6px 4px; text-align: end; }
.tray { display: flex; gap: 10px; }
.tray div { position: relative; margin: 4px 0 8px; }
.tray img { display: block; width: 64px; height: 64px; object-fit: cover; border-radius: 12px; }
.remove { position: absolute; top: -6px; right: -6px; padding: 4px; display: grid; border-radius: 50%; background: var(--ink); color: var(--ground); }
.remove .icon { width: 16px; height: 16px; }
.sheet { margin: 8px 10px; padding: 12px 14px; border: 1px solid var(--line); border-radius: 16px; background: var(--surface); }
.picker { max-height: 230px; overflow-y: auto; }
.order-choice { width: 100%; display: grid; grid-template-columns: 1fr auto; gap: 2px 10px; padding: 8px; border-radius: 12px; text-align: start; }
.order-choice:hover { background: var(--soft); }
.order-choice :nth-child(2n) { justify-self: end; }
.order-choice :first-child { overflow: hidden; white-space: nowrap; text-overflow: ellipsis; }
.star { padding: 6px; color: var(--quiet); border-radius: 10px; }
.star .icon { width: 28px; height: 28px; display: block; }
.lit { color: #d98a0f; }
.lit .icon { fill: currentColor; }
.sheet .field { width: 100%; margin-top: 8px; padding: 8px 10px; border: 1px solid var(--line); border-radius: 12px; }
.sheet .field:focus { border-color: var(--accent); }
@media ${COVERS} {
  .panel { position: fixed; inset: 0; width: auto; height: var(--room, 100vh); border: 0; border-radius: 0; }
  .launcher[aria-expanded=true] { display: none; }
  .composer { padding-bottom: max(12px, env(safe-area-inset-bottom)); }
}
@media (max-width: 370px) { .tool:not([aria-label]) .icon { display: none; } }
@media (pointer: coarse) { textarea { font-size: 16px !important; } }
@media (prefers-reduced-motion: reduce) { * { animation: none !important; } }

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
.text { white-space: pre-wrap; overflow-wrap: anywhere; }
.failure { border-left: 3px solid var(--warn); }
.row-shopper { align-items: flex-end; padding: 0 0 0 44px; }
.row-shopper .bubble { background: var(--own); border-radius: 16px 4px 16px 16px; }
.row-system { align-items: center; padding: 0 24px; }
.row-system .bubble { padding: 0; background: none; box-shadow: none; color: var(--quiet); font-size: 13px; }
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
.late { width: max-content; background: var(--warn-soft); color: var(--warn); }
.card-item { display: flex; align-items: center; gap: 12px; }
.card-title { flex: 1; font-weight: 500; display: -webkit-box; -webkit-line-clamp: 2; -webkit-box-orient: vertical; overflow: hidden; }
.price { color: var(--accent); font-weight: 600; font-variant-numeric: tabular-nums; }
.card-picture { position: relative; width: 60px; height: 60px; flex: none; overflow: hidden; border-radius: 10px; background: var(--soft); color: var(--accent); }
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

/* The one script tag. Classic on purpose: a foreign page needs nothing but the tag. No chat logic here. */
(() => {
  const names = ['identity-url', 'orders-url', 'sku', 'theme'];
  const script = document.currentScript || document.querySelector('script[src*="widget.js"]');
  const root = script.src.includes('/static/widget/') ? '../../' : './';

  function place() {
    const present = document.querySelector('xiaonuan-chat');
    const chat = present || document.createElement('xiaonuan-chat');
    const handOver = () => names.forEach((name) => {
      const value = script.getAttribute(`data-${name}`);
      if (value !== null) chat.setAttribute(name, value);
      else if (!present) chat.removeAttribute(name);
    });
    handOver();
    if (!present) document.body.append(chat);
    new MutationObserver(handOver).observe(script, { attributes: true });
    import(new URL(`${root}static/widget/element.js`, script.src).href)
      .then(({ XiaonuanChat }) => customElements.get('xiaonuan-chat') || customElements.define('xiaonuan-chat', XiaonuanChat))
      .catch((error) => console.error('xiaonuan: the chat could not be loaded', error));
  }

  if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', place);
  else place();
})();

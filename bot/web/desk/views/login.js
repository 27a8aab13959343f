/** The sign-in form. */

import { el, say, show } from '../../shared/dom.js';
import { WORDS } from '../strings.js';
import { field } from './parts.js';

export class Login {
  #session;
  #name = el('input', { name: 'name', autocomplete: 'username', required: true, maxlength: '64', autocapitalize: 'none', spellcheck: 'false' });
  #password = el('input', { name: 'password', type: 'password', autocomplete: 'current-password', required: true, maxlength: '256' });
  #trouble = el('p', { class: 'trouble', role: 'alert', hidden: true });
  #submit = el('button', { class: 'primary big', text: WORDS.signIn });
  root;

  constructor(session) {
    this.#session = session;
    const form = el('form', { class: 'login-card', 'aria-labelledby': 'login-title' },
      el('img', { src: '/static/storefront/img/mark.svg', alt: '', width: '44', height: '44' }),
      el('h1', { id: 'login-title', text: WORDS.signInTitle }), el('p', { class: 'quiet', text: WORDS.signInLead }),
      field(WORDS.agentName, this.#name), field(WORDS.password, this.#password), this.#trouble, this.#submit,
      el('p', { class: 'quiet small', text: WORDS.noAccount }));
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      this.#logIn();
    });
    this.root = el('main', { class: 'login' }, form);
  }

  begin() {
    this.#tell(this.#session.expired ? WORDS.signedOut : '');
    this.#name.focus();
  }

  async #logIn() {
    this.#submit.disabled = true;
    say(this.#submit, WORDS.signingIn);
    this.#tell('');
    try {
      await this.#session.logIn(this.#name.value.trim(), this.#password.value);
    } catch (error) {
      this.#tell(sayWhy(error));
      this.#password.select();
    }
    this.#submit.disabled = false;
    say(this.#submit, WORDS.signIn);
  }

  #tell(text) {
    say(this.#trouble, text);
    show(this.#trouble, text);
  }
}

function sayWhy({ status, retryAfterS, message }) {
  if (status === 401) return WORDS.wrongPassword;
  if (status === 429) return WORDS.locked(Math.max(1, Math.ceil(retryAfterS / 60)));
  return message || WORDS.unavailable;
}

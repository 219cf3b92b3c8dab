// @ts-check
/** What a teacher does for one member: their names, their password, their role, and taking them out. */

import { h } from '../../../dom.js';
import { showDialog } from '../../../parts/ask.js';
import { changesOf, formElement } from '../../../parts/form.js';
import { text as common } from '../../../text/common.js';
import { nameOf } from '../text.js';
import { text } from './text.js';

/** @import { GroupMember, GroupRole, MemberEdit } from '../../../net/types.js' */

/** @typedef {'saved' | 'password' | 'remove' | 'erase' | GroupRole} Edit what was done, or is to be done */

/**
 * Resolves to null when nothing is to be done.
 * @param {{member: GroupMember, isOwner: boolean, isSelf: boolean}} of `isOwner`: whoever asks owns the group
 * @param {(edit: MemberEdit) => Promise<void>} save throws a Problem
 * @returns {Promise<Edit | null>}
 */
export function editMember({ member, isOwner, isSelf }, save) {
  return new Promise((resolve) => {
    /** @type {Edit | null} */
    let done = null;
    /** @param {Edit} what */
    const close = (what) => {
      done = what;
      dialog.close();
    };
    const form = formElement({ name: 'member', fields: fieldsOf(member), submit: text.save }, async (values) => {
      await save(changesOf({ ...member }, values));
      close('saved');
    });
    const dialog = h(
      'dialog.ask',
      { 'aria-labelledby': 'managed' },
      h('h2', { id: 'managed' }, nameOf(member)),
      h('p.hint', {}, member.is_managed ? text.managed : text.notManaged),
      form,
      h('div.choices', {}, buttons(member, isOwner, isSelf, close)),
      h('button.quiet', { type: 'button', onclick: () => dialog.close() }, common.cancel),
    );
    showDialog(dialog, () => resolve(done));
  });
}

/** @param {GroupMember} member */
function fieldsOf({ nickname, username, display_name, is_managed }) {
  const one = (/** @type {string} */ name, /** @type {string} */ label, /** @type {string} */ value, hint = '') => ({
    ...{ name, label, value, hint, type: 'text', autocomplete: 'off', required: name !== 'nickname' },
  });
  return [
    one('nickname', text.nickname, nickname ?? '', text.nicknameHint),
    ...(is_managed
      ? [one('display_name', text.displayName, display_name), one('username', text.username, username, text.nameHint)]
      : []),
  ];
}

/**
 * @param {GroupMember} member @param {boolean} isOwner @param {boolean} isSelf @param {(what: Edit) => void} close
 */
function buttons({ role, is_managed }, isOwner, isSelf, close) {
  const button = (/** @type {Edit} */ what, /** @type {string} */ label, kind = '') =>
    h('button', { type: 'button', class: kind, onclick: () => close(what) }, label);
  const maySeeOff = !isSelf && role !== 'OWNER' && (isOwner || role === 'MEMBER');
  const t = text.roleTo;
  return [
    is_managed && button('password', text.password),
    isOwner && !is_managed && role === 'MEMBER' && button('TEACHER', t.TEACHER),
    isOwner && role === 'TEACHER' && button('MEMBER', t.MEMBER),
    isOwner && !is_managed && role !== 'OWNER' && button('OWNER', t.OWNER),
    maySeeOff && button('remove', text.remove, 'danger'),
    maySeeOff && is_managed && button('erase', text.erase, 'danger'),
  ];
}

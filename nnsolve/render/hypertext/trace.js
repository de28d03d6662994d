'use strict';
// Where a number comes from and where it goes: every line names its step and what it uses.
const data = JSON.parse(document.getElementById('data').textContent);
const words = data.words;
const indexes = new Map();

function listed(map, key, item) {
  if (!map.has(key)) map.set(key, []);
  map.get(key).push(item);
}

function named(element, attribute) {
  const text = element.getAttribute(attribute);
  return text ? text.split(' ') : [];
}

// Of one problem: name -> its line, what is printed for it, and the lines that use it.
function indexOf(scope) {
  if (indexes.has(scope)) return indexes.get(scope);
  const index = { line: new Map(), shown: new Map(), goes: new Map() };
  for (const line of scope.querySelectorAll('[data-line]')) {
    const name = line.getAttribute('data-line');
    index.line.set(name, line);
    for (const used of named(line, 'data-uses')) listed(index.goes, used, line);
  }
  for (const shown of scope.querySelectorAll('[data-step], [data-steps]'))
    for (const name of [...named(shown, 'data-step'), ...named(shown, 'data-steps')]) listed(index.shown, name, shown);
  indexes.set(scope, index);
  return index;
}

let lit = [];
let held = null;
let shownFor = null;

function light(element, kind) {
  element.classList.add(kind);
  lit.push([element, kind]);
}

function dark() {
  for (const [element, kind] of lit) element.classList.remove(kind);
  lit = [];
  shownFor = null;
  bar.hidden = true;
}

const bar = document.createElement('p');
bar.className = 'trace';
bar.setAttribute('role', 'status');
bar.hidden = true;
document.body.append(bar);

function linkTo(line) {
  const link = document.createElement('a');
  link.href = '#' + line.id;
  link.append(line.querySelector('.head math').cloneNode(true));
  return link;
}

function linksTo(word, lines) {
  const parts = [' \u00b7 ' + word + ' '];
  lines.slice(0, 8).forEach((line, place) => parts.push(place ? ', ' : '', linkTo(line)));
  if (lines.length > 8) parts.push(' ' + words.more.replace('%n', lines.length - 8));
  return parts;
}

function tell(index, name) {
  const line = index.line.get(name);
  if (!line) return;
  const value = line.querySelector('.result math, .v.given');
  const parts = [linkTo(line)];
  if (value) parts.push(' = ', value.cloneNode(true));
  const origins = named(line, 'data-uses').map((used) => index.line.get(used)).filter(Boolean);
  const goes = index.goes.get(name) || [];
  if (line.classList.contains('item')) parts.push(' \u00b7 ' + words.given);
  if (origins.length) parts.push(...linksTo(words.from, origins));
  if (goes.length) parts.push(...linksTo(words.goes, goes));
  bar.replaceChildren(...parts);
  for (const copy of bar.querySelectorAll('[data-step]')) {
    copy.removeAttribute('tabindex');
    copy.removeAttribute('class');
  }
  bar.hidden = false;
}

function trace(element) {
  const scope = element.closest('.problem');
  if (!scope) return;
  const names = [...named(element, 'data-step'), ...named(element, 'data-steps')];
  const key = names.join(' ');
  if (shownFor && shownFor.scope === scope && shownFor.key === key) return;
  dark();
  shownFor = { scope, key };
  const index = indexOf(scope);
  for (const name of names) {
    for (const shown of index.shown.get(name) || []) light(shown, 'hot');
    for (const line of index.goes.get(name) || []) light(line, 'goes');
    const line = index.line.get(name);
    if (!line) continue;
    light(line, 'source');
    const uses = new Set(named(line, 'data-uses'));
    for (const used of uses) if (index.line.has(used)) light(index.line.get(used), 'origin');
    for (const shown of line.querySelectorAll('[data-step]'))
      if (uses.has(shown.getAttribute('data-step'))) light(shown, 'from');
  }
  const first = names.find((name) => index.line.has(name));
  if (first) tell(index, first);
}

function traced(event) {
  return event.target.closest && event.target.closest('.problem [data-step], .problem [data-steps]');
}

document.addEventListener('pointerover', (event) => {
  const element = traced(event);
  if (held || event.pointerType === 'touch') return;
  if (element) trace(element);
  else if (!bar.contains(event.target)) dark();
});
document.addEventListener('click', (event) => {
  const element = traced(event);
  if (bar.contains(event.target)) return;
  if (!element) {
    if (!event.target.closest('input, button, a')) { held = null; dark(); }
    return;
  }
  held = element;
  shownFor = null;
  trace(element);
});
document.addEventListener('focusin', (event) => {
  const element = traced(event);
  if (element) trace(element);
});
document.addEventListener('keydown', (event) => {
  if (event.key === 'Escape') { held = null; dark(); }
});
window.addEventListener('hashchange', reveal);

// A link into a section that is folded opens it.
function reveal() {
  const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!target) return;
  for (let part = target.closest('details'); part; part = part.parentElement.closest('details')) part.open = true;
  target.scrollIntoView({ block: 'center' });
}

// One stop of the Tab key in every section; the arrow keys go on from there.
function stops() {
  for (const part of document.querySelectorAll('.problem .data, .problem .section, .problem .answers')) {
    const values = [...part.querySelectorAll('.v[data-step]')];
    if (values.length) values[0].setAttribute('tabindex', '0');
    part.addEventListener('keydown', (event) => {
      const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
      const place = values.indexOf(event.target);
      if (!step || place < 0 || !values[place + step]) return;
      event.preventDefault();
      values[place].setAttribute('tabindex', '-1');
      values[place + step].setAttribute('tabindex', '0');
      values[place + step].focus();
    });
  }
}

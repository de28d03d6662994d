// Practice: the results are taken off the page until a value that is typed is right.
const NUMBER = /^([+-]?)(\d*)(?:\.(\d*))?(?:e([+-]?\d+))?$/;

// A number as it was typed: its value, the place of its last digit, how many figures it has.
function read(typed) {
  let text = typed.replace(/[\s\u00a0\u2009\u202f]/g, '').replace(/[\u2212\u2013]/g, '-').toLowerCase();
  const parts = text.split('/');
  if (parts.length === 2) {
    const [top, bottom] = parts.map(read);
    return top && bottom && bottom.value ? { value: top.value / bottom.value, unit: 0, figures: 15, decimals: 15 } : null;
  }
  text = text.replace(/[*x\u00d7\u00b7]10(?:\^|\*\*)?\(?([+-]?\d+)\)?$/, 'e$1');
  text = text.includes('.') ? text.replace(/,/g, '') : text.replace(',', '.');
  const found = NUMBER.exec(text);
  if (!found || !(found[2] + (found[3] || ''))) return null;
  const decimals = (found[3] || '').length - Number(found[4] || 0);
  const figures = (found[2] + (found[3] || '')).replace(/^0+/, '').length;
  return { value: Number(text), unit: Math.pow(10, -decimals), figures, decimals };
}

// 'right', 'digits' (right, but too few of them to tell), 'wrong' or 'unread'.
function judged(typed, right) {
  const own = read(typed);
  if (!own || !Number.isFinite(own.value)) return 'unread';
  const off = Math.abs(own.value - right);
  const least = 1e-9 * Math.abs(right) + 1e-300;
  if (off <= least) return 'right';
  if (Number.isInteger(right)) return 'wrong';
  const rounded = off <= own.unit / 2 + least;
  const cut = own.value * right >= 0 && Math.abs(own.value) <= Math.abs(right) && off < own.unit + least;
  if (!rounded && !cut) return 'wrong';
  return own.figures < 3 && own.decimals < 3 ? 'digits' : 'right';
}

function marked(typed, right) {
  if (!Array.isArray(right)) return judged(typed, right);
  const all = right.flat(2);
  const parts = typed.split(/[\s;,x*\u00d7[\]()]+/).filter(Boolean);
  if (parts.length !== all.length) return parts.length && parts.every(read) ? 'wrong' : 'unread';
  const verdicts = parts.map((part, place) => judged(part, all[place]));
  return ['unread', 'wrong', 'digits'].find((verdict) => verdicts.includes(verdict)) || 'right';
}

const hidden = new Map();
const tasks = [];

function hide(element) {
  if (hidden.has(element)) return;
  hidden.set(element, [...element.childNodes]);
  const inside = element.namespaceURI.endsWith('MathML') && !['mn', 'mi', 'mo'].includes(element.localName);
  const box = inside ? document.createElementNS(element.namespaceURI, 'mi') : document.createTextNode('');
  box.textContent = '\u25a1';
  element.replaceChildren(box);
  element.classList.add('unseen');
}

function unhide(element) {
  if (!hidden.has(element)) return;
  element.replaceChildren(...hidden.get(element));
  hidden.delete(element);
  element.classList.remove('unseen');
}

// What shows the value of a step: in lines, tables, answers, and in the picture.
function showing(scope, name) {
  return (indexOf(scope).shown.get(name) || []).filter((element) => element.classList.contains('v'));
}

function score() {
  const right = tasks.filter((task) => task.solved).length;
  const text = right === tasks.length ? words.all_solved : words.solved;
  document.getElementById('score').textContent = text.replace('%n', right).replace('%m', tasks.length);
}

function solve(task, verdict) {
  task.solved = true;
  task.line.classList.add('solved');
  showing(task.scope, task.name).forEach(unhide);
  task.button.remove();
  task.input.readOnly = true;
  task.said.textContent = verdict ? '\u2713 ' + words.right : '';
  task.said.className = 'said right';
  if (!verdict) task.box.remove();
  score();
}

function mark(task) {
  if (task.solved || !task.input.value.trim()) return;
  const verdict = marked(task.input.value, task.value);
  task.input.setAttribute('aria-invalid', verdict === 'wrong' || verdict === 'unread');
  if (verdict === 'right') {
    solve(task, verdict);
    return;
  }
  task.said.textContent = (verdict === 'wrong' ? '\u2717 ' : '') + words[verdict];
  task.said.className = 'said ' + verdict;
}

function made(tag, properties) {
  return Object.assign(document.createElement(tag), properties);
}

function begin(scope, name, value) {
  const line = indexOf(scope).line.get(name);
  const result = line && line.querySelector('.result');
  if (!result) return;
  const task = { scope, name, value, line, solved: false };
  task.box = made('span', { className: 'answer' });
  task.input = made('input', { type: 'text', autocomplete: 'off', spellcheck: false });
  task.input.setAttribute('inputmode', 'text');
  task.input.setAttribute('aria-label', words.value_of + ' ' + name);
  task.button = made('button', { type: 'button', textContent: words.show });
  task.button.setAttribute('aria-label', words.show + ' ' + name);
  task.said = made('output', { className: 'said' });
  task.box.append(task.input, task.button, task.said);
  task.input.addEventListener('change', () => mark(task));
  task.input.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter') return;
    mark(task);
    const next = tasks[tasks.indexOf(task) + 1];
    if (task.solved && next) next.input.focus();
  });
  task.button.addEventListener('click', () => solve(task, ''));
  result.append(task.box);
  showing(scope, name).forEach(hide);
  tasks.push(task);
}

function practise(on) {
  document.body.classList.toggle('practice', on);
  document.querySelector('.how').hidden = !on;
  if (on) {
    for (const scope of document.querySelectorAll('.problem')) {
      const values = data.problems[scope.getAttribute('data-scope')] || {};
      for (const line of scope.querySelectorAll('.line[data-line]')) {
        const name = line.getAttribute('data-line');
        if (Object.hasOwn(values, name)) begin(scope, name, values[name]);
      }
    }
    score();
    return;
  }
  [...hidden.keys()].forEach(unhide);
  for (const task of tasks) {
    task.box.remove();
    task.line.classList.remove('solved');
  }
  tasks.length = 0;
  document.getElementById('score').textContent = '';
}

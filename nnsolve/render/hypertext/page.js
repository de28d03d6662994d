// The switches above the page, and printing.
const sections = [...document.querySelectorAll('details.section')];
const fold = document.getElementById('fold');
const practice = document.getElementById('practice');

fold.hidden = !sections.length;
fold.addEventListener('click', () => {
  const open = !sections.some((section) => section.open);
  for (const section of sections) section.open = open;
  fold.textContent = open ? words.fold : words.unfold;
});
practice.hidden = !Object.keys(data.problems).length;
practice.addEventListener('click', () => {
  const on = practice.getAttribute('aria-pressed') !== 'true';
  practice.setAttribute('aria-pressed', on);
  dark();
  practise(on);
});

let folded = [];
window.addEventListener('beforeprint', () => {
  folded = [...document.querySelectorAll('details:not([open])')];
  for (const part of folded) part.open = true;
});
window.addEventListener('afterprint', () => {
  for (const part of folded) part.open = false;
});

document.querySelector('.tools').hidden = false;
document.body.classList.add('traced');
stops();
reveal();

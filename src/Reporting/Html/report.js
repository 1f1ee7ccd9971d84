
// Sorts a table by the column whose heading is clicked: exact numbers where a cell has them, empty cells and diverged trials always last.
for (const heading of document.querySelectorAll('.sortable th')) {
  heading.addEventListener('click', () => {
    const table = heading.closest('table'), column = heading.cellIndex, body = table.tBodies[0];
    const falling = heading.getAttribute('aria-sort') === 'ascending';
    const key = row => { const cell = row.cells[column]; return column === 1 || !cell.title ? cell.textContent : cell.title; };
    const compare = (a, b) => {
      const [x, y] = [key(a), key(b)], [p, q] = [parseFloat(x), parseFloat(y)];
      const lacks = s => s === '' || s === 'diverged';
      if (lacks(x) || lacks(y)) return lacks(x) - lacks(y);
      const order = column > 2 && !isNaN(p) && !isNaN(q) || column === 0 ? p - q : x.localeCompare(y);
      return falling ? -order : order;
    };
    body.append(...[...body.rows].sort(compare));
    for (const other of table.tHead.rows[0].cells) other.removeAttribute('aria-sort');
    heading.setAttribute('aria-sort', falling ? 'descending' : 'ascending');
  });
}

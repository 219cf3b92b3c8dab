const menu = (
  <ul>
    <li>Soup</li>
    <li>Salad</li>
  </ul>
);

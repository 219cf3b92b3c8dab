export function TotalRow({ prices, taxRate }) {
  const net = prices.reduce((sum, price) => sum + price, 0);
  return (
    <tr>
      <th>Total with tax</th>
      <td>{(net * (1 + taxRate)).toFixed(2)}</td>
    </tr>
  );
}

const Forecast = ({ days }) => (
  <tbody>
    {days.map(({ day, high, low }) => (
      <tr key={day}>
        <th>{day}</th>
        <td>
          {low} to {high}
        </td>
      </tr>
    ))}
  </tbody>
);

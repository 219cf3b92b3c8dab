function Guests({ guests }) {
  return (
    <ul>
      {guests.map((guest) => (
        <li key={guest}>{guest}</li>
      ))}
    </ul>
  );
}

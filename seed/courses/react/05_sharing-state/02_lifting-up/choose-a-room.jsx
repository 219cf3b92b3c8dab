import { useState } from "react";

export function Rooms({ rooms }) {
  const [chosen, setChosen] = useState(null);
  const room = rooms.find(({ id }) => id === chosen);
  return (
    <nav>
      {rooms.map(({ id, name }) => (
        <button key={id} onClick={() => setChosen(id)}>
          {name}
        </button>
      ))}
      <output>{room?.view ?? "Choose a room"}</output>
    </nav>
  );
}

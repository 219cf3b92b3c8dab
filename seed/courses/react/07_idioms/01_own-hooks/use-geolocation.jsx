import { useEffect, useState } from "react";

function useGeolocation() {
  const [state, setState] = useState({});

  useEffect(() => {
    const watch = navigator.geolocation.watchPosition(
      ({ coords }) => setState({ coords }),
      (error) => setState({ error }),
    );
    return () => navigator.geolocation.clearWatch(watch);
  }, []);

  return state;
}

export function Compass() {
  const { coords, error } = useGeolocation();
  if (error) return <p role="alert">{error.message}</p>;
  if (!coords) return <p>Looking for you...</p>;
  return (
    <p>
      {coords.latitude.toFixed(2)} north, {coords.longitude.toFixed(2)} east
    </p>
  );
}

export function Preview({ src }) {
  const play = (event) => event.currentTarget.play();
  const stop = (event) => event.currentTarget.load();
  return <video src={src} muted onMouseEnter={play} onMouseLeave={stop} />;
}

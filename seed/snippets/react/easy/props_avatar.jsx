export function Avatar({ url, alt, size = 48 }) {
  return <img src={url} alt={alt} width={size} height={size} />;
}

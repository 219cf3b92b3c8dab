export const Thumbnail = ({ src, alt }) => (
  <img src={src} alt={alt} width={96} height={96} loading="lazy" />
);

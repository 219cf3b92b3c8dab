export const SkipLink = () => (
  <a className="skip-link" href="#main">
    Skip to the main content
  </a>
);

export const Newsletter = ({ subscribe }) => (
  <form action={subscribe}>
    <input type="email" name="email" required />
  </form>
);

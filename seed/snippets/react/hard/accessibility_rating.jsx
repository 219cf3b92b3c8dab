import { useId } from "react";

export function Rating({ best = 5, value, onRate, label }) {
  const name = useId();
  const stars = Array.from({ length: best }, (_, index) => index + 1);
  return (
    <fieldset onChange={({ target }) => onRate(+target.value)}>
      <legend>{label}</legend>
      {stars.map((star) => (
        <label key={star} className={star <= value ? "full" : ""}>
          <input type="radio" name={name} value={star} /> {star}
        </label>
      ))}
    </fieldset>
  );
}

const STARS = [1, 2, 3, 4, 5];

export const Rating = ({ value, onRate }) =>
  STARS.map((star) => (
    <button key={star} onClick={() => onRate(star)}>
      {star <= value ? "*" : "-"}
    </button>
  ));

const Star = () => <span aria-hidden>*</span>;

const Rating = () => (
  <p>
    <Star /> Good
  </p>
);

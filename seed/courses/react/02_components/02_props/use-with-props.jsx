const Card = ({ title, price }) => (
  <h3>
    {title}: {price}
  </h3>
);

const tea = <Card title="Green tea" price={4} />;

export const Profile = ({ name, city, followers = [] }) => (
  <dl>
    <dt>{name}</dt>
    <dd>lives in {city}</dd>
    <dd>followed by {followers.length} people</dd>
  </dl>
);

function Door({ user, onClick }) {
  const text = user ? `Log out ${user.name}` : "Log in";
  return <button onClick={onClick}>{text}</button>;
}

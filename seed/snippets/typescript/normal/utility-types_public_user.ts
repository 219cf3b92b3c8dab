interface User {
  id: number;
  name: string;
  passwordHash: string;
}

type PublicUser = Readonly<Omit<User, "passwordHash">>;
const shown = ({ id, name }: User): PublicUser => ({ id, name });

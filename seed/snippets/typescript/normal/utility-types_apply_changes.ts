type Profile = { id: number; nickname: string; subscribed: boolean };
type Changes = Partial<Omit<Profile, "id">>;

function update(profile: Profile, changes: Changes): Profile {
  return { ...profile, ...changes };
}

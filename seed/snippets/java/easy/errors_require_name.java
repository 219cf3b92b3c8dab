static void rename(Pet pet, String name) {
    Objects.requireNonNull(name, "a pet needs a name");
    pet.setName(name.strip());
}

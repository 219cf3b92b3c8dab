class Positive:
    def __set_name__(self, owner, name):
        self.key = f"_{name}"

    def __get__(self, instance, owner):
        return getattr(instance, self.key)

    def __set__(self, instance, value):
        setattr(instance, self.key, max(0, value))

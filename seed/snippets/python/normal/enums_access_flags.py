from enum import Flag, auto


class Access(Flag):
    READ = auto()
    WRITE = auto()
    DELETE = auto()
    EDITOR = READ | WRITE


guest = Access.EDITOR & ~Access.WRITE
print("May the guest read?", Access.READ in guest)

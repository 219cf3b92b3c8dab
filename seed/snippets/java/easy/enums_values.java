enum Size { SMALL, MEDIUM, LARGE }

for (Size size : Size.values()) {
    System.out.println(size.ordinal() + " " + size);
}

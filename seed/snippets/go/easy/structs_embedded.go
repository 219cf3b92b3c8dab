type Animal struct{ Name string }

type Dog struct {
    Animal
}

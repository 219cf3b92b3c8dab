names := slices.Sorted(maps.Keys(ages))
for _, name := range names {
    fmt.Println(name, ages[name])
}

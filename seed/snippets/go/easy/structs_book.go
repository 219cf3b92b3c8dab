type Book struct {
    Title string
    Pages int
}

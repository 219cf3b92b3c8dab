func (b Book) String() string {
    return fmt.Sprintf("%s, %d pages", b.Title, b.Pages)
}

int[] depths = {12, 47, 8, 31};
int deepest = 0;
for (int depth : depths) {
    deepest = Math.max(deepest, depth);
}

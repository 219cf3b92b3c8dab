int left = 3;
int right = 8;
int spare = left;
left = right;
right = spare;

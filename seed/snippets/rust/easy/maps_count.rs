let count = votes.entry("Ada").or_insert(0);
*count += 1;

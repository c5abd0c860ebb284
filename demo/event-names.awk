# Makes evshow's table of names from linux/input-event-codes.h. Of several names for one number the last is the best
# known (BTN_LEFT, not BTN_MOUSE), so the table runs backwards: the first match is the one to show.
$1 == "#define" && $2 ~ /^(KEY|BTN|REL|ABS|MSC|LED|SW)_/ && $3 ~ /^(0x[0-9a-fA-F]+|[0-9]+)$/ && $2 !~ /_(MAX|CNT)$/ {
    prefix = substr($2, 1, index($2, "_") - 1)
    line[++count] = sprintf("        name %d, %s, \"%s\"", type[prefix], $3, $2)
}
BEGIN { type["KEY"] = 1; type["BTN"] = 1; type["REL"] = 2; type["ABS"] = 3; type["MSC"] = 4; type["SW"] = 5; type["LED"] = 17 }
END { for (; count > 0; count--) print line[count] }

# shellcheck shell=sh disable=SC2154 # variables of common.sh, which must be sourced first
# counters.sh: comparing listings whose numbers may move between two runs.

# lies_between NAME NAME NAME: the first and the last are net-tools', which differ, the second is ours, listed in between.
# Every word of ours is that of both, or a number from the one to the other; a parenthesis may stand before it. Blanks
# are the same, but beside numbers, which may have grown longer.
lies_between() {
	! cmp -s "$W/$1.out" "$W/$3.out" && awk '
		function shape(line) { sub(/ $/, "$", line); gsub(/ *[0-9]+(\.[0-9]+)? */, "#", line); return line }
		function number(word) { sub(/^\(/, "", word); return word ~ /^[0-9]+(\.[0-9]+)?$/ ? word + 0 : "" }
		FNR == 1 { file++ }
		file < 3 { line[file, FNR] = $0; lines[file] = FNR; next }
		{
			lines[3] = FNR
			count = split(line[1, FNR], first)
			if (split(line[2, FNR], ours) != count || NF != count)
				exit wrong = 1
			if (shape(line[1, FNR]) != shape(line[2, FNR]) || shape(line[2, FNR]) != shape($0))
				exit wrong = 1
			for (i = 1; i <= count; i++) {
				if (first[i] == ours[i] && ours[i] == $i)
					continue
				low = number(first[i]); middle = number(ours[i]); high = number($i)
				if (low == "" || middle == "" || high == "" || middle < low || high < middle)
					exit wrong = 1
			}
		}
		END { exit wrong || lines[1] != lines[2] || lines[2] != lines[3] }' \
		"$W/$1.out" "$W/$2.out" "$W/$3.out"
}

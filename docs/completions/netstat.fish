# Completion of netstat's options for fish. SPDX-License-Identifier: GPL-2.0-or-later
#
# Completes for the command this file is named after: netstat or, if it was installed with a suffix, netstat-ng.

set -l command (string replace -r '\.fish$' '' (path basename (status filename) 2>/dev/null; or basename (status filename)))

# The families of -A, after those that are there already.
function __netstat_ng_families
    set -l given (string match -r '^.*,' -- (string replace -r '^--protocol=|^-A' '' -- (commandline -ct)))
    for family in inet inet6 unix ipx ax25 x25 netrom rose ddp bluetooth
        echo "$given$family"
    end
end

complete -c $command -f
complete -c $command -s a -l all -d 'List listening and connected sockets'
complete -c $command -s l -l listening -d 'List only listening sockets'
complete -c $command -s t -l tcp -d 'List TCP sockets'
complete -c $command -s u -l udp -d 'List UDP sockets'
complete -c $command -s U -l udplite -d 'List UDP-Lite sockets'
complete -c $command -s S -l sctp -d 'List SCTP sockets'
complete -c $command -s w -l raw -d 'List raw sockets'
complete -c $command -s x -l unix -d 'List unix sockets'
complete -c $command -s 4 -l inet -d 'List IPv4 sockets'
complete -c $command -s 6 -l inet6 -d 'List IPv6 sockets'
complete -c $command -s A -l protocol -x -a '(__netstat_ng_families)' -d 'List sockets of these families'
complete -c $command -s n -l numeric -d 'Show numbers instead of names'
complete -c $command -l numeric-hosts -d 'Show addresses as numbers'
complete -c $command -l numeric-ports -d 'Show ports as numbers'
complete -c $command -l numeric-users -d 'Show users as numbers'
complete -c $command -s e -l extend -d 'Show user and inode'
complete -c $command -s p -l programs -d 'Show process id and program name'
complete -c $command -s o -l timers -d 'Show timers'
complete -c $command -s Z -l context -d 'Show the SELinux context of the process'
complete -c $command -s W -l wide -d 'Do not cut addresses'
complete -c $command -s v -l verbose -d 'Name the families that the kernel lacks'
complete -c $command -s c -l continuous -d 'Repeat every second'
complete -c $command -l sort -x -d 'Choose the order of the rows' \
    -a "local\t'local address, port, foreign end' none\t'as the kernel lists them'"
complete -c $command -l source -x -d 'Choose where sockets are read' \
    -a "auto\t'netlink, and /proc where it does not answer' netlink\t'netlink only' proc\t'/proc only'"
complete -c $command -s h -l help -d 'Show the options'
complete -c $command -s V -l version -d 'Show the version'

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

# The values that there are for an option or a term, after those of a list that are there already. The first argument is
# what stands before the list.
function __netstat_ng_list
    set -l given (string match -r '^.*,' -- (string replace -r "^$argv[1]" '' -- (commandline -ct)))
    for value in $argv[2..-1]
        echo "$given$value"
    end
end

function __netstat_ng_states
    __netstat_ng_list '--state=' established syn-sent syn-recv fin-wait-1 fin-wait-2 time-wait close close-wait last-ack \
        listen closing bound-inactive all connected synchronized bucket big
end

function __netstat_ng_keys
    # Each table has its own, and the program tells them.
    set -l words (commandline -opc)
    set -l mode
    for word in $words
        switch $word
            case --route --interfaces --groups --statistics --masquerade
                set mode $word
            case '--*'
            case '-*r*'
                set mode --route
            case '-*i*'
                set mode --interfaces
            case '-*s*'
                set mode --statistics
            case '-*M*'
                set mode --masquerade
            case '-*g*'
                set mode --groups
        end
    end
    set -l keys (string split -n ' ' -- (command $words[1] $mode --sort= 2>&1 </dev/null | string replace -fr '.*the values are: ([^,]*).*' '$1'))
    __netstat_ng_list '--sort=' $keys -(string match -v none -- $keys)
end

function __netstat_ng_users
    __netstat_ng_list '--user=' (__fish_complete_users | string replace -r '\t.*' '')
end

function __netstat_ng_services
    __netstat_ng_list '--(port|why-busy)=' (string match -rg '^([a-z][^\s#]*)\s' </etc/services | sort -u)
end

function __netstat_ng_netns
    __netstat_ng_list '--netns=' all (path basename /run/netns/* 2>/dev/null) (__fish_complete_pids | string replace -r '\t.*' '')
end

# The words of a filter; with -c an interval may stand before them. Not within quotes.
function __netstat_ng_filter
    set -l words (commandline -opc)
    set -l field $words[-1]
    if contains -- "$field" = !=; and set -q words[-2]
        set field $words[-2]
    end
    switch "$field"
        case state exclude
            __netstat_ng_states
        case proto
            __netstat_ng_list '' tcp tcp4 tcp6 udp udp4 udp6 udplite raw sctp unix
        case user
            __netstat_ng_users
        case port sport dport
            __netstat_ng_services
        case src dst
            __fish_print_hostnames
        case dev
            __netstat_ng_list '' (path basename /sys/class/net/* 2>/dev/null)
        case path cgroup
            __fish_complete_path (commandline -ct)
        case pid process inode recvq sendq fwmark
        case '*'
            printf '%s\n' src dst sport dport port state exclude proto user pid process path inode recvq sendq dev fwmark \
                cgroup autobound and or not
    end
end

complete -c $command -f
complete -c $command -a '(__netstat_ng_filter)' -d 'Filter'
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
complete -c $command -s c -l continuous -d 'Repeat every second, or as often as a number says that follows'
complete -c $command -s N -l symbolic -d 'With -r, show numbers instead of names'
complete -c $command -s r -l route -d 'Show the routes'
complete -c $command -s F -l fib -d 'With -r, show the table'
complete -c $command -s C -l cache -d 'With -r, show the cache'
complete -c $command -s i -l interfaces -d 'Show the interfaces'
complete -c $command -s g -l groups -d 'Show multicast memberships'
complete -c $command -s s -l statistics -d 'Show the counters of the protocols'
complete -c $command -s M -l masquerade -d 'Show masqueraded connections'
complete -c $command -l port -x -a '(__netstat_ng_services)' -d 'List sockets with one of these ports at either end'
complete -c $command -l state -x -a '(__netstat_ng_states)' -d 'List sockets in one of these states'
complete -c $command -l process -x -d 'List sockets that such a process has open'
complete -c $command -l pid -x -a '(__fish_complete_pids)' -d 'List sockets that one of these processes has open'
complete -c $command -l user -x -a '(__netstat_ng_users)' -d 'List sockets of these users'
complete -c $command -l sort -x -a '(__netstat_ng_keys)' -d 'Choose the order of the rows'
complete -c $command -l source -x -d 'Choose where sockets are read' \
    -a "auto\t'netlink, and /proc where it does not answer' netlink\t'netlink only' proc\t'/proc only'"
complete -c $command -l netns -x -a '(__netstat_ng_netns)' -d 'Look into other network namespaces'
complete -c $command -l record -r -d 'Keep what the kernel answers in this file'
complete -c $command -l replay -r -d 'List the sockets of a recording'
complete -c $command -l pager -x -a 'auto always never' -d 'Choose when to page'
complete -c $command -l no-pager -d 'Do not page'
complete -c $command -l color -x -a 'auto always never' -d 'Choose when to colour'
complete -c $command -l why-busy -x -a '(__netstat_ng_services)' -d 'Say why these ports cannot be used'
complete -c $command -l no-probe -d 'With --why-busy, try no bind'
complete -c $command -l format -x -a 'table json jsonl csv' -d 'Choose how the answer is written'
complete -c $command -l json -d 'Write one JSON document'
complete -c $command -s h -l help -d 'Show the options'
complete -c $command -s V -l version -d 'Show the version'

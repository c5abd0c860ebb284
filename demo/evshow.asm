; evshow: shows on the console every event that the input devices of this machine send.
;
;     evshow [REPORT]        with the console as standard input and output
;
; A line on the screen is one packet of one device: all events up to its SYN_REPORT. If REPORT is given (a serial port),
; every single event is written there as well, before it is drawn, as `eventN TYPE CODE VALUE` in decimal; first one line
; `device eventN NAME` for each device, then `ready`; later `device` and `gone` as devices are plugged and unplugged.
;
; The console's own keyboard handling is switched off (K_OFF), as a display server does: no key types, switches the
; console, holds its output or reboots. So the lock keys' LEDs are this program's business too.
;
; A static Linux x86-64 program without libraries, so that the guest needs neither a compiler nor a C library:
;     nasm -f elf64 and a linker are not needed either; the ELF header stands below (nasm -f bin).
;
; Convention: text routines append at rdi and leave rdi after what they wrote. r12 to r15, rbx and rbp survive calls.

        bits 64

; ---- the kernel's interface (asm/unistd_64.h, linux/kd.h, linux/input.h, sys/inotify.h) ----
SYS_READ        equ 0
SYS_WRITE       equ 1
SYS_OPEN        equ 2
SYS_CLOSE       equ 3
SYS_POLL        equ 7
SYS_IOCTL       equ 16
SYS_EXIT        equ 60
SYS_INOTIFY_ADD equ 254
SYS_INOTIFY     equ 294
O_RDONLY        equ 0
O_RDWR          equ 2
O_NONBLOCK      equ 0x800
O_NOCTTY        equ 0x100
EAGAIN          equ 11
POLLIN          equ 1
IN_CREATE       equ 0x100
KDSETLED        equ 0x4B32
KDSKBMODE       equ 0x4B45
K_OFF           equ 4
TIOCGWINSZ      equ 0x5413
EVIOCGNAME      equ 0x80004506 | (NAME_MAX << 16)
EV_SYN          equ 0
EV_KEY          equ 1
EV_REL          equ 2
EV_ABS          equ 3
EV_MSC          equ 4
EV_LED          equ 17
SYN_REPORT      equ 0
MSC_SCAN        equ 4
KEY_CAPSLOCK    equ 58
KEY_NUMLOCK     equ 69
KEY_SCROLLLOCK  equ 70
LED_SCROLL      equ 1                   ; bits of KDSETLED
LED_NUM         equ 2
LED_CAPS        equ 4

; struct input_event
EVENT_TYPE      equ 16
EVENT_CODE      equ 18
EVENT_VALUE     equ 20
EVENT_SIZE      equ 24

DEVICES         equ 32                  ; event0 to event31: what the kernel numbers without gaps
BATCH           equ 64                  ; events a read takes at most
FIRST_ROW       equ 6                   ; the rows above belong to the greeting

; ---- one device ----
NAME_MAX        equ 80
LINE_MAX        equ 384
DEV_NAME        equ 0                   ; asciz
DEV_KIND        equ 80                  ; what the packet is so far, see KIND_*
DEV_LENGTH      equ 84                  ; of the packet's text so far
DEV_LINE        equ 88
DEV_SIZE        equ 512
TEXT_OF_EVENT   equ 64                  ; no event's text is longer

KIND_OTHER      equ 0
KIND_PRESS      equ 1
KIND_RELEASE    equ 2
KIND_REPEAT     equ 3                   ; this kind and those after it overwrite a line of their own kind
KIND_MOTION     equ 4

; columns of a line
COLUMN_SCAN     equ 34
COLUMN_NAME     equ 52
COLUMN_VALUE    equ 68

%include "elf.inc"

; ---- the program ----
start:
        mov rbx, [rsp + 16]             ; argv[1], or null
        mov dword [report], -1
        test rbx, rbx
        jz .no_report
        mov rdi, rbx
        mov esi, O_RDWR | O_NOCTTY
        mov eax, SYS_OPEN
        syscall
        mov [report], eax
.no_report:
        call take_console
        call watch_devices
        mov eax, -1
        xor ecx, ecx
.no_device:
        mov [polls + rcx * 8], eax
        mov dword [polls + rcx * 8 + 4], POLLIN
        inc ecx
        cmp ecx, DEVICES
        jb .no_device
        call open_devices
        mov rsi, text_ready
        mov edx, text_ready.end - text_ready
        call write_report

main_loop:
        mov rdi, polls
        mov esi, DEVICES + 1
        mov edx, -1
        mov eax, SYS_POLL
        syscall
        xor ebx, ebx
.next:
        cmp word [polls + rbx * 8 + 6], 0
        je .quiet
        mov eax, ebx
        call read_device
.quiet:
        inc ebx
        cmp ebx, DEVICES
        jb .next
        cmp word [polls + DEVICES * 8 + 6], 0
        je main_loop
        call forget_notices             ; what they said is found by looking at the folder
        call open_devices
        jmp main_loop

; Switches the console's keyboard handling off and learns the console's size.
take_console:
        mov edx, K_OFF
        mov esi, KDSKBMODE
        call console_ioctl
        xor edx, edx
        mov esi, KDSETLED
        call console_ioctl
        mov edx, window
        mov esi, TIOCGWINSZ
        call console_ioctl
        movzx eax, word [window]
        movzx ecx, word [window + 2]
        cmp eax, FIRST_ROW + 2
        jae .rows
        mov eax, 25
.rows:
        cmp ecx, 40
        jae .columns
        mov ecx, 80
.columns:
        dec ecx                         ; the last column would wrap
        mov [last_row], eax
        mov [columns], ecx
        mov dword [row], FIRST_ROW - 1
        mov dword [drawn_device], -1
        ret

; esi: request, rdx: argument
console_ioctl:
        mov edi, 1
        mov eax, SYS_IOCTL
        syscall
        ret

; Asks to be told of new devices.
watch_devices:
        mov edi, O_NONBLOCK
        mov eax, SYS_INOTIFY
        syscall
        mov [polls + DEVICES * 8], eax
        mov dword [polls + DEVICES * 8 + 4], POLLIN
        mov edi, eax
        mov rsi, text_folder
        mov edx, IN_CREATE
        mov eax, SYS_INOTIFY_ADD
        syscall
        ret

forget_notices:
        mov edi, [polls + DEVICES * 8]
        mov rsi, batch
        mov edx, BATCH * EVENT_SIZE
        mov eax, SYS_READ
        syscall
        cmp rax, 0
        jg forget_notices
        ret

; Opens every device that exists and is not open.
open_devices:
        push rbx
        push r12
        xor ebx, ebx
.next:
        cmp dword [polls + rbx * 8], 0
        jge .open
        mov rdi, scratch                ; "/dev/input/eventN"
        mov rsi, text_folder
        call put_text
        mov al, '/'
        stosb
        call put_event_name
        mov byte [rdi], 0
        mov rdi, scratch
        mov esi, O_RDONLY | O_NONBLOCK
        mov eax, SYS_OPEN
        syscall
        test eax, eax
        js .open
        mov [polls + rbx * 8], eax
        mov r12d, ebx
        shl r12d, 9                     ; DEV_SIZE
        add r12, devices
        call read_name
        call start_line
        mov rdi, scratch                ; "device eventN NAME"
        mov rsi, text_device
        call put_text
        call put_event_name
        mov al, ' '
        stosb
        lea rsi, [r12 + DEV_NAME]
        call put_text
        call end_report_line
.open:
        inc ebx
        cmp ebx, DEVICES
        jb .next
        pop r12
        pop rbx
        ret

; ebx: device, r12: its block. A name may come from outside (a USB device's string), so only plain characters stay.
read_name:
        lea rdx, [r12 + DEV_NAME]
        mov byte [rdx], 0
        mov edi, [polls + rbx * 8]
        mov esi, EVIOCGNAME
        mov eax, SYS_IOCTL
        syscall
        mov byte [r12 + DEV_NAME + NAME_MAX - 1], 0
        lea rsi, [r12 + DEV_NAME]
.next:
        mov al, [rsi]
        test al, al
        jz .end
        cmp al, ' '
        jb .odd
        cmp al, '~'
        jbe .plain
.odd:
        mov byte [rsi], '?'
.plain:
        inc rsi
        jmp .next
.end:
        ret

; eax: device. Takes what it has sent, reports it, then draws it.
read_device:
        push rbx
        push r12
        push r13
        push r14
        mov ebx, eax
        mov r12d, ebx
        shl r12d, 9
        add r12, devices
        mov edi, [polls + rbx * 8]
        mov rsi, batch
        mov edx, BATCH * EVENT_SIZE
        mov eax, SYS_READ
        syscall
        cmp rax, EVENT_SIZE
        jl .none
        lea r14, [batch + rax]
        mov r13, batch
        mov rdi, scratch
.report:
        call put_event
        add r13, EVENT_SIZE
        cmp r13, r14
        jb .report
        mov rsi, scratch
        mov rdx, rdi
        sub rdx, rsi
        call write_report
        mov r13, batch
.draw:
        call take_event
        add r13, EVENT_SIZE
        cmp r13, r14
        jb .draw
        jmp .done
.none:
        cmp rax, -EAGAIN
        je .done
        cmp rax, -EINTR
        je .done
        call close_device
.done:
        pop r14
        pop r13
        pop r12
        pop rbx
        ret

; ebx: device, which has been unplugged
close_device:
        mov edi, [polls + rbx * 8]
        mov eax, SYS_CLOSE
        syscall
        mov dword [polls + rbx * 8], -1
        mov rdi, scratch
        mov rsi, text_gone
        call put_text
        call put_event_name
        jmp end_report_line

; Appends the event at r13 as a report line: "eventN TYPE CODE VALUE".
put_event:
        call put_event_name
        mov al, ' '
        stosb
        movzx eax, word [r13 + EVENT_TYPE]
        call put_decimal
        mov al, ' '
        stosb
        movzx eax, word [r13 + EVENT_CODE]
        call put_decimal
        mov al, ' '
        stosb
        mov eax, [r13 + EVENT_VALUE]
        call put_decimal
        mov al, 10
        stosb
        ret

; Adds the event at r13 to its device's line, or shows the line if the packet ends here.
take_event:
        movzx eax, word [r13 + EVENT_TYPE]
        cmp eax, EV_SYN
        jne .not_syn
        cmp word [r13 + EVENT_CODE], SYN_REPORT
        jne .ret                        ; SYN_DROPPED and the like carry nothing to draw
        cmp dword [r12 + DEV_LENGTH], COLUMN_SCAN
        jbe .ret
        call draw_line
        jmp start_line
.not_syn:
        mov edx, [r12 + DEV_LENGTH]
        cmp edx, LINE_MAX - TEXT_OF_EVENT
        ja .ret
        lea rdi, [r12 + DEV_LINE + rdx]
        cmp eax, EV_MSC
        jne .not_scan
        cmp word [r13 + EVENT_CODE], MSC_SCAN
        jne .named
        mov rsi, text_scan
        call put_text
        mov eax, [r13 + EVENT_VALUE]
        call put_hexadecimal
        mov al, ' '
        stosb
        jmp end_event
.not_scan:
        cmp eax, EV_KEY
        je .key
        cmp eax, EV_LED
        je .led
        cmp eax, EV_REL
        je .motion
        cmp eax, EV_ABS
        jne .named
.motion:
        cmp dword [r12 + DEV_KIND], KIND_OTHER
        jne .named                      ; a packet with a key in it keeps a line of its own
        mov dword [r12 + DEV_KIND], KIND_MOTION
.named:
        call put_name
        mov al, ' '
        stosb
        mov eax, [r13 + EVENT_VALUE]
        call put_decimal
        jmp .spaced
.led:                                   ; comes alone, with no SYN_REPORT after it
        call put_name
        mov rsi, text_off
        cmp dword [r13 + EVENT_VALUE], 0
        je .lit
        mov rsi, text_on
.lit:
        call put_text
        call end_event
        call draw_line
        jmp start_line
.key:
        lea rdx, [r12 + DEV_LINE + COLUMN_NAME]
        call pad
        call put_name
        mov al, ' '
        stosb
        lea rdx, [r12 + DEV_LINE + COLUMN_VALUE]
        call pad
        mov eax, [r13 + EVENT_VALUE]
        mov rsi, text_released
        mov ecx, KIND_RELEASE
        cmp eax, 1
        jb .state
        mov rsi, text_pressed
        mov ecx, KIND_PRESS
        je .state
        mov rsi, text_repeated
        mov ecx, KIND_REPEAT
.state:
        mov [r12 + DEV_KIND], ecx
        call put_text
        cmp dword [r13 + EVENT_VALUE], 1
        jne .spaced
        call toggle_lock
.spaced:
        mov ax, '  '
        stosw

; Notes that the line of the device at r12 now ends at rdi.
end_event:
        mov rax, rdi
        sub rax, r12
        sub eax, DEV_LINE
        mov [r12 + DEV_LENGTH], eax
take_event.ret:
        ret

; Starts the next line of the device at r12: its name, cut or padded to the first column.
start_line:
        mov dword [r12 + DEV_KIND], KIND_OTHER
        mov dword [r12 + DEV_LENGTH], COLUMN_SCAN
        lea rdi, [r12 + DEV_LINE]
        lea rsi, [r12 + DEV_NAME]
        lea rdx, [rdi + COLUMN_SCAN]
.next:
        lodsb
        test al, al
        jz pad
        lea rcx, [rdi + 2]
        cmp rcx, rdx
        jae pad
        stosb
        jmp .next

; Appends spaces until rdi is rdx; nothing if it is there or past it.
pad:
        cmp rdi, rdx
        jae .ret
        mov byte [rdi], ' '
        inc rdi
        jmp pad
.ret:
        ret

; If the key pressed at r13 is a lock key, its LED changes on every keyboard.
toggle_lock:
        push rdi
        movzx ecx, word [r13 + EVENT_CODE]
        mov eax, LED_CAPS
        cmp ecx, KEY_CAPSLOCK
        je .toggle
        mov eax, LED_NUM
        cmp ecx, KEY_NUMLOCK
        je .toggle
        mov eax, LED_SCROLL
        cmp ecx, KEY_SCROLLLOCK
        jne .ret
.toggle:
        xor [leds], eax
        mov edx, [leds]
        mov esi, KDSETLED
        call console_ioctl
.ret:
        pop rdi
        ret

; Draws the line of device ebx. The rows are used round and round, with a mark at the newest and a blank row after it:
; scrolling would redraw the whole screen for every key.
draw_line:
        mov rdi, scratch
        mov eax, [r12 + DEV_KIND]
        cmp eax, KIND_REPEAT
        jb .new_row
        cmp eax, [drawn_kind]
        jne .new_row
        cmp ebx, [drawn_device]
        je .same_row
.new_row:
        mov eax, [row]
        cmp eax, FIRST_ROW
        jb .advance
        call put_position               ; the mark leaves the line before
        mov al, ' '
        stosb
        mov eax, [row]
.advance:
        inc eax
        cmp eax, [last_row]
        jbe .row
        mov eax, FIRST_ROW
.row:
        mov [row], eax
.same_row:
        mov eax, [row]
        call put_position
        mov al, '>'
        stosb
        mov eax, [r12 + DEV_KIND]
        mov [drawn_kind], eax
        mov [drawn_device], ebx
        lea rsi, [colours + rax * 8]
        call put_text
        mov al, ' '
        stosb
        lea rsi, [r12 + DEV_LINE]
        mov ecx, [r12 + DEV_LENGTH]
        mov edx, [columns]
        sub edx, 2
        cmp ecx, edx
        cmova ecx, edx
        rep movsb
        mov rsi, text_end_of_line
        call put_text
        mov eax, [row]
        inc eax
        cmp eax, [last_row]
        ja .write
        call put_position
        mov rsi, text_clear_line
        call put_text
.write:
        mov rsi, scratch
        mov rdx, rdi
        sub rdx, rsi
        mov edi, 1
        jmp write_all

; Appends the sequence that puts the cursor at the start of row eax.
put_position:
        mov word [rdi], 0x1B | '[' << 8
        add rdi, 2
        call put_decimal
        mov rsi, text_first_column
        jmp put_text

; Appends "event" and the number ebx.
put_event_name:
        mov rsi, text_event
        call put_text
        mov eax, ebx
        jmp put_decimal

; Appends the name of the event at r13, or its type and code if it has none.
put_name:
        mov eax, [r13 + EVENT_TYPE]     ; type and code in one
        mov rsi, names
.next:
        movzx ecx, byte [rsi]           ; length; none is the end
        test ecx, ecx
        jz .unknown
        cmp eax, [rsi + 1]
        lea rsi, [rsi + 5]
        je .found
        add rsi, rcx
        jmp .next
.found:
        rep movsb
        ret
.unknown:
        movzx eax, word [r13 + EVENT_TYPE]
        call put_decimal
        mov al, '/'
        stosb
        movzx eax, word [r13 + EVENT_CODE]
        jmp put_decimal

; Appends eax in hexadecimal, at least two digits.
put_hexadecimal:
        cmp eax, 16
        jae .two_digits
        mov byte [rdi], '0'
        inc rdi
.two_digits:
        mov ecx, 16
        jmp put_number

; Ends the line that runs from scratch to rdi, and reports it.
end_report_line:
        mov al, 10
        stosb
        mov rsi, scratch
        mov rdx, rdi
        sub rdx, rsi

; Writes rdx bytes at rsi to the report, if there is one.
write_report:
        mov edi, [report]
        test edi, edi
        jns write_all
        ret

%include "text.inc"

; ---- texts ----
text_folder:    db "/dev/input", 0
text_event:     db "event", 0
text_device:    db "device ", 0
text_gone:      db "gone ", 0
text_ready:     db "ready", 10
.end:
text_scan:      db "scan code ", 0
text_pressed:   db "pressed", 0
text_released:  db "released", 0
text_on:        db " on", 0
text_off:       db " off", 0
text_repeated:  db "repeats", 0
text_first_column: db ";1H", 0
text_end_of_line:  db 0x1B, "[m", 0x1B, "[K", 0
text_clear_line:   db 0x1B, "[2K", 0
; by KIND_*, eight bytes each: bright yellow, bright green, plain, green, cyan
colours:        db 0x1B, "[1;33m", 0
                db 0x1B, "[1;32m", 0
                db 0x1B, "[m", 0, 0, 0, 0, 0
                db 0x1B, "[32m", 0, 0, 0
                db 0x1B, "[36m", 0, 0, 0

; The names of the events, made from linux/input-event-codes.h: length, type, code, text.
%macro name 3
        db %%end - %%text
        dw %1, %2
%%text: db %3
%%end:
%endmacro
names:
%include "event-names.inc"
        db 0
end:

; ---- memory that the file need not hold ----
        absolute end
        alignb 16
polls:          resb 8 * (DEVICES + 1)  ; struct pollfd; the last is the watch on the folder
report:         resd 1
leds:           resd 1
window:         resw 4                  ; struct winsize
last_row:       resd 1
columns:        resd 1
row:            resd 1                  ; of the newest line
drawn_kind:     resd 1                  ; of the newest line
drawn_device:   resd 1
digits:         resb 16
.end:
        alignb 16
devices:        resb DEV_SIZE * DEVICES
batch:          resb BATCH * EVENT_SIZE
scratch:        resb 48 * BATCH         ; a report line has at most 31 bytes, a drawn one less than 500
end_of_memory:

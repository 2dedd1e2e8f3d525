#include "textflag.h"

// QUARTER compares the 16 bytes at an offset with both characters, and enters the rows
// of bits above those of the quarters before.
#define QUARTER(offset) \
	MOVOU    offset(AX), X2 \
	MOVO     X2, X3         \
	PCMPEQB  X0, X2         \
	PCMPEQB  X1, X3         \
	PMOVMSKB X2, R8         \
	PMOVMSKB X3, R9         \
	SHLQ     $offset, R8    \
	SHLQ     $offset, R9    \
	ORQ      R8, BX         \
	ORQ      R9, CX

// func marks(block *[64]byte) (quotesAt, slashesAt uint64)
TEXT ·marks(SB), NOSPLIT, $0-24
	MOVQ       block+0(FP), AX
	MOVQ       $0x2222222222222222, DX
	MOVQ       DX, X0
	PUNPCKLQDQ X0, X0
	MOVQ       $0x5c5c5c5c5c5c5c5c, DX
	MOVQ       DX, X1
	PUNPCKLQDQ X1, X1
	XORL       BX, BX
	XORL       CX, CX
	QUARTER(0)
	QUARTER(16)
	QUARTER(32)
	QUARTER(48)
	MOVQ       BX, quotesAt+8(FP)
	MOVQ       CX, slashesAt+16(FP)
	RET

package refusal

import "github.com/why403/why403/diagnose"

// discord reads Discord's API: a JSON error code with a message.
var discord = platform{
	name: "discord",
	wrote: func(s *answer) bool {
		if s.form == htmlForm {
			return false
		}
		return s.onHost("discord.com", "discordapp.com") || findSentence(s, discordSentences[:]) != nil || len(s.code) == 5 && lookup(discordCodes[:], s.code) != nil &&
			(s.says("missing access") || s.says("missing permissions") || s.says("cannot send messages to this user") || s.says("only*this endpoint"))
	},
	read: func(s *answer, r *diagnose.Refusal) {
		r.Answerer, r.Because = diagnose.AnswererAPI, "the error body of Discord's API"
		if !known(s, r, discordCodes[:], s.code) {
			readSentences(s, r, discordSentences[:])
		}
	},
}

// discordSentences are messages without their code, as old clients give them.
var discordSentences = [...]meaning{
	{"cannot execute action on a dm channel", diagnose.ResourceState, diagnose.Certain, "The action is one of guilds, and the channel is a direct message.", diagnose.Fix{}},
	{"bots cannot use this endpoint", diagnose.NeedsUserContext, diagnose.Certain, "Bots may not use this endpoint.", diagnose.Fix{}},
}

var discordCodes = [...]meaning{
	{"50001", diagnose.ResourceState, diagnose.Likely, "Missing access: the bot is not in the guild or cannot see the channel.", diagnose.Fix{}},
	{"50013", diagnose.MissingPermission, diagnose.Certain, "The bot's roles lack a permission in this guild or channel, or stand below the role they are to change.", diagnose.Fix{}},
	{"50003", diagnose.ResourceState, diagnose.Certain, "The action is one of guilds, and the channel is a direct message.", diagnose.Fix{}},
	{"50007", diagnose.ResourceState, diagnose.Certain, "The user does not take direct messages from this caller.", diagnose.Fix{}},
	{"50005", diagnose.ResourceState, diagnose.Certain, "The message is somebody else's.", diagnose.Fix{}},
	{"50014", diagnose.BadToken, diagnose.Likely, "", diagnose.Fix{}},
	{"50025", diagnose.BadToken, diagnose.Likely, "", diagnose.Fix{}},
	{"50026", diagnose.MissingScope, diagnose.Certain, "", diagnose.Fix{}},
	{"20001", diagnose.NeedsUserContext, diagnose.Certain, "Bots may not use this endpoint.", diagnose.Fix{}},
	{"20002", diagnose.NeedsUserContext, diagnose.Likely, "Only bots may use this endpoint.", diagnose.Fix{}},
	{"20012", diagnose.ResourceState, diagnose.Certain, "Only the application's owner may do this.", diagnose.Fix{}},
	{"40001", diagnose.MissingHeader, diagnose.Likely, "", diagnose.Fix{}},
	{"40002", diagnose.ClientDisabled, diagnose.Likely, "The account has to be verified.", diagnose.Fix{}},
	{"40007", diagnose.ResourceState, diagnose.Certain, "The user is banned from the guild.", diagnose.Fix{}},
	{"60003", diagnose.Other, diagnose.Certain, "The guild wants two-factor authentication of the bot's owner.", diagnose.Fix{}},
	{"40333", diagnose.WAFOrProxy, diagnose.Likely, "Discord wants a proper User-Agent.", diagnose.Fix{}},
}
